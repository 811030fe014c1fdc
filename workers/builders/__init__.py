"""Scripts that write data files from public data; nothing imports them, and each says how it is run."""
