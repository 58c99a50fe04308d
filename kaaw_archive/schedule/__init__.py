"""What is run when: the sources that are due, each as a process of its own, and what came of them."""
