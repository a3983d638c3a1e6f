"""Exceptions to the rules, each with its reason; one that is no longer needed fails."""

# Services that open no act, or take no actor.
SERVICES_WITHOUT_ACT: dict[str, str] = {}

# Reads on pages that do not start from visible_to.
READS_WITHOUT_AUDIENCE: dict[str, str] = {}

# Models whose fields need no privacy class, since their rows enter no event.
MODELS_WITHOUT_PRIVACY: dict[str, str] = {}

# Files of more than 300 lines that hold one idea all the same.
LONG_FILES: dict[str, str] = {}
