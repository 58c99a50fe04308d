"""Parts that commands share: options, printing, exit codes, the article behind an address."""
