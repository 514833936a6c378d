// isf_fragment: what ISF promises a fragment stage; the colour is what other dialects call gl_FragColor.
// Define: OWN_VERTEX where the author's vertex stage places the picture, perhaps in perspective.
#ifndef OWN_VERTEX
noperspective
#endif
in vec2 isf_FragNormCoord;  // place in what is drawn, 0 to 1
out vec4 shader_colour;
