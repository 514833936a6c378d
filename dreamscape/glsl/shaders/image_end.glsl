// image_end: the end of Shadertoy's passes, whose main takes the pixel and gives the colour.
void shader_main() {
    mainImage(shader_colour, gl_FragCoord.xy);
}
