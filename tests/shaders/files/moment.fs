/*{"INPUTS": []}*/
void main() {
    gl_FragColor = vec4(TIME / 10.0, TIMEDELTA * 30.0, float(FRAMEINDEX) / 255.0 + DATE.w - TIME + DATE.x - 2000.0, 1.0);
}
