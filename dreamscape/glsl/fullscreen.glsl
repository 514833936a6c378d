// fullscreen: one triangle that covers the target, at the far plane so that nearer geometry hides it.
// Cost: none to speak of; needs no buffers.
void main() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    gl_Position = vec4(corner * 2.0 - 1.0, 1.0, 1.0);
}
