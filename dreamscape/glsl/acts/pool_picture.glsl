// pool_picture: the pool: its water, and the mosaic below, bent by the slopes. Drawn as a part of the plane z = 0.
// CLOSED: while no hole is seen; BESIDE: where no mosaic is. Cost: three taps a pixel, 9 ms a full screen at
// 1280x720 on two cores; BESIDE one, 4 ms.
#include "frame.glsl"
#ifdef VERTEX_STAGE
in vec2 corner;  // m

void main() {
    gl_Position = frame.view_projection * vec4(corner, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D water;
out vec4 colour;
#ifdef BESIDE

void main() {
    colour = vec4(texture(water, gl_FragCoord.xy * frame.texel).rgb, 1.0);
}

#else
#include "pool_plane.glsl"
uniform sampler2D ripples;

void main() {
    vec2 part = gl_FragCoord.xy * frame.texel;
    vec4 soft = texture(water, part);
    colour = vec4(soft.rgb + face_at(part, texture(ripples, part).xyz, soft).rgb, 1.0);
}

#endif
#endif
