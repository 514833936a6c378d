/*{"INPUTS": []}*/
void main() {
    gl_FragColor = vec4(3.0, 0.5, sqrt(isf_FragNormCoord.x - 2.0), 0.5);
}
