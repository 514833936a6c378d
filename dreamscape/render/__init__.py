"""Drawing: one path, OpenGL 3.3 core through moderngl, on a GPU or on Mesa's llvmpipe."""
