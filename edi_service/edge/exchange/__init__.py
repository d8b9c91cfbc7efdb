"""The ways files come in and go out: folders, SFTP servers of partners and our own, archives."""
