"""Pure functions on text: folding, look-alikes, sounds. Knows no registry."""

from qingname.text.characters import Characters, Sounds
from qingname.text.fold import Folded, Folder, Step, as_written
from qingname.text.lattice import Edge, Lattice, glyph_lattice, sound_lattice
from qingname.text.table import FoldTable, fold_table

__all__ = [
    "Characters",
    "Edge",
    "FoldTable",
    "Folded",
    "Folder",
    "Lattice",
    "Sounds",
    "Step",
    "as_written",
    "fold_table",
    "glyph_lattice",
    "sound_lattice",
]
