// portrait: the mesh of a face as it is seen on the water, into a small texture of bytes over plus and minus FIELD (m):
// normal x and y (from_portrait makes them -1 to 1), how open it is to the light, and 0 outside the face to 1 in it and
// 2 on its lips. Cost: 3500 vertices; its readers pay a third of what floats would cost.
#ifdef VERTEX_STAGE
in vec2 spot;  // m
in vec2 slope;
in vec2 mark;
out vec4 seen;

void main() {
    seen = vec4(slope, mark);
    gl_Position = vec4(spot / FIELD, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
in vec4 seen;
out vec4 colour;

void main() {
    float facing = sqrt(max(1.0 - dot(seen.xy, seen.xy), 0.0));
    float whole = smoothstep(0.20, 0.60, facing);  // 0 before its outline, which needs no edge then
    colour = vec4(0.5 + 0.5 * seen.xy, seen.z * whole, 0.5 * seen.w * whole);
}
#endif
