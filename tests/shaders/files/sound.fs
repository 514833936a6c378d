/*{"INPUTS": [{"NAME": "wave", "TYPE": "audio", "MAX": 64}, {"NAME": "bands", "TYPE": "audioFFT", "MAX": 32}]}*/
void main() {
    gl_FragColor = vec4(IMG_NORM_PIXEL(wave, vec2(isf_FragNormCoord.x, 0.5)).g,
        IMG_NORM_PIXEL(bands, vec2(isf_FragNormCoord.x, 0.0)).b, IMG_SIZE(wave).x / 255.0, 1.0);
}
