"""How our clusters are laid out and run: small, quiet about persons, the same on every machine."""

from satuatap.common.postgres import BUILTIN_LOCALE_SINCE

# The log may name a SQLSTATE's cause, never a value: statements, parameters and details stay out,
# and so do errors, whose messages can quote what was typed (the application reports those).
SILENCE = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_duration": "off",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_lock_waits": "off",
    "log_temp_files": "-1",
    "log_autovacuum_min_duration": "-1",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %e ",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_timezone": "UTC",
    "debug_print_parse": "off",
    "lc_messages": "C",
}

# Two clusters, two services and their workers share two cores and 4 GB.
SMALL_MACHINE = {
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "autovacuum_max_workers": "2",
    "max_wal_senders": "2",
    "max_wal_size": "512MB",
    "timezone": "UTC",
}

# For throw-away clusters: everything may be lost, nothing waits for the disk.
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def server_arguments(data, socket, port, *, durable):
    """What follows `postgres`: given at every start, so that old clusters learn new settings."""
    settings = {
        **SMALL_MACHINE,
        **SILENCE,
        **({} if durable else FORGETFUL),
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
        "port": str(port),
        "password_encryption": "scram-sha-256",
    }
    named = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return ["-D", data, *named]


def initdb_arguments(data, password_file, major, *, durable):
    """What follows `initdb`: passwords from the first moment, texts sorted by code point."""
    locale = ["--locale=C"]
    if major >= BUILTIN_LOCALE_SINCE:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [
        f"--pgdata={data}",
        "--username=postgres",
        f"--pwfile={password_file}",
        "--auth-local=scram-sha-256",
        "--auth-host=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        *locale,
        *([] if durable else ["--no-sync"]),
    ]
