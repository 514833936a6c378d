/*{"CREDIT": "a file as of 2012: version 1, GLSL 1.20", "PERSISTENT_BUFFERS": ["last"], "PASSES": [{"TARGET": "last"}, {}]}*/
#version 120
#extension GL_ARB_texture_rectangle : enable
float sample(vec2 common) {  // words that later versions keep for themselves
    vec4 filter = texture2D(last, common);
    return filter.r;
}
void main(void) {
    int half = 1;
    float active = half;
    gl_FragData[0] = vec4(sample(vv_FragNormCoord) + (PASSINDEX == 0 ? 0.125 * active : 0.), _last_imgSize / 100., 1);
}
