"""``python -m edi_service``."""

if __name__ == "__main__":
    # Not before: a process that helps imports this module as well, and needs no command line.
    from edi_service.entry.cli import main

    main()
