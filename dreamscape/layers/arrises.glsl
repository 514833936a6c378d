// The arrises of the portal: along each outline of its mesh a strip one pixel wide, as the stone beside it is, fades
// outwards over what is behind, so that no edge is a stair (Sander, Hoppe, Snyder and Gortler, Discontinuity edge
// overdraw, 2001). Cost: stonework.glsl's a pixel of it, about 2 % of a picture.
#include "frame.glsl"
#include "touch.glsl"
#include "stonework.glsl"

#ifdef VERTEX_STAGE
in vec3 outwards;  // a pixel, as parts of the picture's half sides, 0 on the outline; m, how much farther it lies
out float cover;

void main() {
    set_out();
    bool crease = outwards.z < 0.0;
    cover = dot(outwards.xy, outwards.xy) > 0.0 ? 0.0 : crease ? (outwards.z > -0.09 ? 0.5 : 1.0) : 0.75;
    float farther = outwards.z - (crease ? 2.0 * frame.pixel * gl_Position.w : 0.0);
    gl_Position.z += 0.4 * farther / gl_Position.w;  // twice the near plane: depth is hyperbolic
    gl_Position.xy += outwards.xy * gl_Position.w;
}
#endif

#ifdef FRAGMENT_STAGE
in float cover;
out vec4 colour;

void main() {
    colour = vec4(stone_seen(), 1.0) * cover;
}
#endif
