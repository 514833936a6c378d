// copied: a target shown as the picture, for a shader whose last pass draws into one. Cost: one fetch.
uniform sampler2D image;
noperspective in vec2 isf_FragNormCoord;
out vec4 shader_colour;
void shader_main() {
    shader_colour = texture(image, isf_FragNormCoord);
}
