"""Pure functions on text: folding, look-alikes, sounds. Knows no registry."""

from qingname.text.characters import Characters, Sounds
from qingname.text.fold import Folded, Folder, Step
from qingname.text.lattice import Edge, Lattice, glyph_lattice, sound_lattice

__all__ = ["Characters", "Edge", "Folded", "Folder", "Lattice", "Sounds", "Step", "glyph_lattice", "sound_lattice"]
