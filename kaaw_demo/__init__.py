"""A small world of replica sites that changes from day to day, served on loopback, and the run that archives it.

``data/`` says what there is and when it changes, ``templates/`` what it looks like, ``systems/`` how each content
system answers; ``world`` puts them together, knows the truth and counts what is asked; ``proxy`` serves it under the
real addresses; ``run`` crawls it day by day. Every text is our own; names, dates, addresses and labels are real.
"""
