// The dark around the portal: haze that thins upwards, the moon's beam in it, and the street of spires as shades far
// behind. Cost: about 120 operations a pixel that is seen.
#include "frame.glsl"
#include "hash.glsl"
#include "threshold.glsl"
uniform float ground;   // m
uniform float streets;  // where the shades stand
out vec4 colour;

// How much of a row of spires stands here: `far` m behind the door, `each` m apart, up to `tall` m.
float shades(vec3 ray, float far, float each, float tall, int row) {
    float run = far / max(ray.z, 0.05);
    vec2 p = frame.eye.xy + ray.xy * run;
    float place = (p.x + streets) / each;
    float cell = floor(place);
    float size = run * frame.pixel * 1.5;
    vec3 luck = unpack3(hash(ivec2(int(cell), row)));
    float half_way = each * (0.12 + 0.22 * luck.z);  // each within its own part, so that none is cut
    float x = (place - cell - 0.40 - 0.20 * luck.x) * each;
    float high = tall * (0.35 + 0.65 * luck.y);
    float narrowing = clamp((high - p.y) / (0.35 * high), 0.0, 1.0);
    float found = smoothstep(size + 0.015 * far, -size, abs(x) - half_way * narrowing);
    return found * step(0.05, ray.z);
}

void main() {
    vec3 ray = normalize(view_ray(gl_FragCoord.xy));
    float up = max(ray.y, 0.0);
    float thick = 1.0 / (1.0 + 9.0 * up * up + 1.6 * up);
    float near_row = shades(ray, 26.0, 7.5, 15.0, 3), far_row = shades(ray, 52.0, 8.5, 26.0, 11);
    vec2 before = air(FAR, ray);
    float clear = clamp(ray.y * 11.0, 0.0, 1.0);  // mist lies on the ground, which is lost in it
    float glow = thick * (1.0 - 0.28 * far_row * clear) * (1.0 - 0.45 * near_row * clear);
    vec3 c = haze_light() * (glow + 0.15 * clear) + moonlight() * before.y + frame.shadow * (0.5 * clear);
    colour = vec4(c, 1.0);
}
