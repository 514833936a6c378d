// relief_ground: lays the shore's rock out on its sheet: where the point lies that each texel shows, m, and how ready
// it is for moss; and its normal. Where there is no rock, the sheet keeps what it was cleared with.
#ifdef VERTEX_STAGE
in vec3 position;
in vec3 facing;
in vec2 place;
in vec4 shade;
out vec4 lies;
out vec3 normal;

void main() {
    lies = vec4(position, shade.y);
    normal = facing;
    gl_Position = vec4(place * 2.0 - 1.0, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
in vec4 lies;
in vec3 normal;
layout(location = 0) out vec4 ground;
layout(location = 1) out vec4 facings;

void main() {
    ground = lies;
    facings = vec4(normal, 1.0);
}
#endif
