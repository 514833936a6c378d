// The dark above the street. Cost: a hash and about 60 operations a pixel that is seen.
#include "frame.glsl"
#include "gloom.glsl"
#include "hash.glsl"
uniform float stars;
out vec4 colour;

void main() {
    vec3 view = normalize(view_ray(gl_FragCoord.xy));
    vec3 sky = gloom_colour(view);
    vec2 p = vec2(atan(view.x, view.z), view.y) * 30.0;
    vec2 cell = floor(p);
    vec3 r = unpack3(hash(ivec2(cell)));
    vec2 d = p - cell - 0.2 - 0.6 * r.xy;
    float size = 30.0 * frame.pixel;
    float bright = r.z * r.z;
    bright *= bright * bright;
    bright *= bright * bright * 2.0;
    float twinkle = 0.8 + 0.2 * sin(frame.time * (1.0 + 2.0 * r.x) + r.y * 40.0);
    float small = 1.25e-3 / frame.pixel;  // as many pixels high as one is at 720 lines: the light of all of them stays
    sky += frame.light * bright * twinkle * stars * min(small * small, 1.5)
        * exp(-dot(d, d) / (size * size)) * smoothstep(0.08, 0.5, view.y);
    colour = vec4(sky, 1.0);
}
