// pool_picture: the pool: its water, and the mosaic below, bent by the slopes. Drawn as a part of the plane z = 0.
// CLOSED: while no hole is seen; BESIDE: where no mosaic is. Cost: three taps a pixel, 7 ms a full screen at
// 1280x720 on two cores; BESIDE one, 3 ms.
#include "frame.glsl"
#include "pool_plane.glsl"
#ifdef VERTEX_STAGE
in vec2 corner;  // m
out vec2 at;     // m
flat out vec2 texel;

void main() {
    set_plane();
    at = corner;
    texel = frame.texel;
    gl_Position = frame.view_projection * vec4(corner, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
flat in vec2 texel;
out vec4 colour;
#ifdef BESIDE

void main() {
    colour = vec4(water_at(gl_FragCoord.xy * texel).rgb, 1.0);
}

#else
in vec2 at;

void main() {
    vec2 part = gl_FragCoord.xy * texel;
    vec4 soft = water_at(part);
    colour = vec4(soft.rgb + face_at(part, at, wave_at(part), soft).rgb, 1.0);
}

#endif
#endif
