"""The peers of `make bench`: each a program of its own, `PROGRAM BOOTSTRAP SOURCE SINK GROUP`, ended by SIGTERM."""
