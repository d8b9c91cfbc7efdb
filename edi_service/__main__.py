"""``python -m edi_service``."""

from edi_service.entry.cli import main

if __name__ == "__main__":
    main()
