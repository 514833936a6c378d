/*{"ISFVSN": "2", "DESCRIPTION": "Where a pixel is, in each of the ways there are", "INPUTS": []}*/
void main() {
    vec2 here = gl_FragCoord.xy / RENDERSIZE;
    gl_FragColor = vec4(isf_FragNormCoord, length(here - vv_FragNormCoord) * 100.0, 1.0);
}
