/*{"INPUTS": [], "PASSES": [{"TARGET": "trail", "persistent": 1}]}*/
void main() {
    gl_FragColor = vec4(IMG_THIS_NORM_PIXEL(trail).r + 0.1, isf_FragNormCoord.x, 0.0, 1.0);
}
