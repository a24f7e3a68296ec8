"""`python -m service.cli`: the same command line as `rapporteur`."""

from service.cli.commands import main

main()
