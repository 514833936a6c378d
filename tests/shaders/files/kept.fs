/*{"INPUTS": [], "PASSES": [{"TARGET": "sum", "PERSISTENT": true, "FLOAT": true, "WIDTH": "1", "HEIGHT": "1"}, {}]}*/
void main() {
    vec4 before = IMG_THIS_PIXEL(sum);
    gl_FragColor = PASSINDEX == 0 ? before + vec4(1.5, float(FRAMEINDEX), 0.0, 1.0) : vec4(before.rg / 255.0, 0.0, 1.0);
}
