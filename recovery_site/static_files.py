"""How static files are collected: by Django and WhiteNoise, our style sheets without notes."""

from pathlib import Path
from typing import Any

import rcssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Ours. The admin's come with Django, and no reader asks for them.
SHEETS = "css/"


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies; what our style sheets say to their authors stays here.

    The notes and the space are a quarter of what a first visit to a guide would load of them.
    """

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Any:
        """Shorten our style sheets where they were collected to, then name and compress all."""
        shortened = dict(paths)
        for name, (storage, path) in paths.items():
            if name.startswith(SHEETS) and name.endswith(".css"):
                with storage.open(path) as sheet:
                    text = sheet.read().decode()
                Path(self.path(name)).write_text(rcssmin.cssmin(text))
                shortened[name] = (self, name)
        return super().post_process(shortened, *args, **options)
