"""Backup and restore of one world, encrypted to a key that is not on the machine.

`<world>-<UTC>.data.age`   the database as `pg_dump` writes it, the encrypted files, a manifest
`<world>-<UTC>.keys.age`   the key store, apart, so that it can be kept shorter than the data
`<world>-endings.age`      the newest journal of endings

Each is a tar archive inside an age file (age-encryption.org), written and read as a stream:
nothing readable ever touches the disk, and memory stays bounded. Both worlds never meet in a file.
"""
