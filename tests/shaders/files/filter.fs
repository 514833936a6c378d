/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/
void main() {
    vec2 p = isf_FragNormCoord;
    vec4 mirrored = IMG_NORM_PIXEL(inputImage, vec2(1.0 - p.x, p.y));
    vec4 pixel = IMG_PIXEL(inputImage, gl_FragCoord.xy);
    gl_FragColor = vec4(mirrored.r, pixel.g, IMG_THIS_PIXEL(inputImage).b, 1.0);
}
