// isf_vertex: what ISF promises a vertex stage, which calls isf_vertShaderInit first: the corners of the picture.
out vec2 isf_FragNormCoord;
void isf_vertShaderInit() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    isf_FragNormCoord = corner;
    gl_Position = vec4(corner * 2.0 - 1.0, 1.0, 1.0);
}
