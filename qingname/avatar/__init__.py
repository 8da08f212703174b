"""Pictures: a source gives bytes, bytes are decoded to bounded layers, and later stages look at the layers."""
