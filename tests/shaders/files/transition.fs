/*{"INPUTS": [{"NAME": "startImage", "TYPE": "image"}, {"NAME": "endImage", "TYPE": "image"},
{"NAME": "progress", "TYPE": "float"}, {"NAME": "soft", "TYPE": "float", "DEFAULT": 0.0}]}*/
void main() {
    float shown = step(isf_FragNormCoord.x, progress);
    gl_FragColor = mix(IMG_THIS_PIXEL(startImage), IMG_THIS_PIXEL(endImage), shown) + soft;
}
