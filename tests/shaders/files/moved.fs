/*{"INPUTS": [{"NAME": "shift", "TYPE": "float", "DEFAULT": 0.5}]}*/
#if __VERSION__ <= 120
varying vec2 moved;
#else
in vec2 moved;
#endif
void main() {
    gl_FragColor = vec4(fract(moved), 0.0, 1.0);
}
