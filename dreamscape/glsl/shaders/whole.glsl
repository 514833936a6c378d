// whole: the vertex stage of a shader that has none: the picture as four corners, for the name that ISF has for them.
noperspective out vec2 isf_FragNormCoord;
void main() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    isf_FragNormCoord = corner;
    gl_Position = vec4(corner * 2.0 - 1.0, 1.0, 1.0);
}
