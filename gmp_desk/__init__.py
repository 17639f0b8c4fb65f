"""GMP Desk: business plans of the UNEP Global Mercury Partnership, drafted offline."""

__version__ = "0.1.0"
