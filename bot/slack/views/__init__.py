"""Pure builders: data in, Block Kit out."""
