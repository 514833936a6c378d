#if __VERSION__ <= 120
varying vec2 moved;
#else
out vec2 moved;
#endif
void main() {
    isf_vertShaderInit();
    moved = isf_FragNormCoord + vec2(shift, 0.0);
}
