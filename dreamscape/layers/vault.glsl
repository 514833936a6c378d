// The dark above the street. Cost: a hash and about 60 operations a pixel that is seen.
#include "frame.glsl"
#include "gloom.glsl"
#include "hash.glsl"
#include "sine.glsl"

#ifdef VERTEX_STAGE
uniform float stars;
flat out vec3 starlight;
flat out float fine;  // one over a star's size, in cells
flat out float now;   // s
out vec3 ray;

void main() {
    pass_lamps();
    float small = 1.25e-3 / frame.pixel;  // as many pixels high as one is at 720 lines: the light of all of them stays
    starlight = frame.light * (2.0 * stars * min(small * small, 1.5));
    fine = 1.0 / (30.0 * frame.pixel);
    now = frame.time;
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0;
    ray = frame.forward + frame.right * corner.x + frame.up * corner.y;
    gl_Position = vec4(corner, 1.0, 1.0);
}
#else
flat in vec3 starlight;
flat in float fine;
flat in float now;
in vec3 ray;
out vec4 colour;

void main() {
    vec3 view = normalize(ray);
    vec2 p = vec2(1.57079633 - bearing(view.xz), view.y) * 30.0;
    vec2 cell = floor(p);
    vec3 r = unpack3(hash(ivec2(cell)));
    vec2 d = (p - cell - 0.2 - 0.6 * r.xy) * fine;
    float bright = r.z * r.z;
    bright *= bright * bright;
    bright *= bright * bright;
    float spot = max(1.0 - 0.25 * dot(d, d), 0.0);
    spot *= spot;
    float twinkle = 0.8 + 0.2 * sine(now * (1.0 + 2.0 * r.x) + r.y * 40.0);
    vec3 star = starlight * (bright * twinkle * spot * spot * smoothstep(0.08, 0.5, view.y));
    colour = vec4(gloom_colour(view) + star, 1.0);
}
#endif
