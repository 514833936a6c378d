// isf_fragment: what ISF promises a fragment stage; the colour is what other dialects call gl_FragColor.
in vec2 isf_FragNormCoord;  // place in what is drawn, 0 to 1
out vec4 shader_colour;
