// Eclipse: a disc that faces the eye, just behind its droplet. Cost: fill only.
#include "frame.glsl"

#ifdef VERTEX_STAGE
uniform vec3 centre;   // m
uniform float radius;  // m
uniform int corners;

void main() {
    float turn = 6.2831853 * float(gl_VertexID) / float(corners);
    vec3 corner = centre + (normalize(frame.right) * cos(turn) + normalize(frame.up) * sin(turn)) * radius;
    gl_Position = frame.view_projection * vec4(corner, 1.0);
    gl_Position.z += 2e-5 * gl_Position.w;
}
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;

void main() {
    colour = vec4(frame.shadow, 1.0);
}
#endif
