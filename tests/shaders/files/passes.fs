/*{"INPUTS": [{"NAME": "parts", "TYPE": "float", "DEFAULT": 4.0, "MIN": 1, "MAX": 8}],
"PASSES": [{"TARGET": "small", "WIDTH": "max(floor($WIDTH / $parts), 1.0)", "HEIGHT": 2}, {}]}*/
void main() {
    if (PASSINDEX == 0) {
        gl_FragColor = vec4(RENDERSIZE / 10.0, 0.0, 1.0);
    } else {
        gl_FragColor = IMG_NORM_PIXEL(small, isf_FragNormCoord) + vec4(0.0, 0.0, IMG_SIZE(small).x / 10.0, 0.0);
    }
}
