// fullscreen: one triangle that covers the target, at the far plane so that nearer geometry hides it.
// Out: position in the target, 0 to 1, which is cheaper to read than to compute from gl_FragCoord.
// COVERED: the file that includes it has a `main` of its own, which calls cover(). Cost: negligible; needs no buffers.
noperspective out vec2 across;
void cover() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    across = corner;
    gl_Position = vec4(corner * 2.0 - 1.0, 1.0, 1.0);
}
#ifndef COVERED
void main() {
    cover();
}
#endif
