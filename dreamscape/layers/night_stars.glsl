// Stars over the mere: points that turn slowly with the sky, hidden by its land, its clouds and its mist. Each gives as
// much light to a coarse picture as to a fine one. Cost: 1 ms at 1280x720 on two cores.
#include "frame.glsl"
#include "air_map.glsl"

#ifdef VERTEX_STAGE
const float STAR = 0.00062;  // radians, radius of one where pixels are fine enough
uniform sampler2D air_map;
uniform sampler2D outline;
uniform mat3 turned;         // the sky
uniform float brightness;
in vec3 way;
in vec2 luck;                // its magnitude and its rhythm, 0 to 1
out float shine;

void main() {
    vec3 d = turned * way;
    vec4 seen = frame.view_projection * vec4(frame.eye + d * 1000.0, 1.0);
    gl_Position = vec4(seen.xy, seen.w, seen.w);
    float radius = max(STAR, 0.80 * frame.pixel);
    gl_PointSize = 3.8 * radius / frame.pixel;
    vec3 level = level_way(d);
    vec2 land = textureLod(outline, vec2(level.x * 0.5 + 0.5, 0.5), 0.0).rg;
    float clear = textureLod(air_map, air_uv(level), 0.0).a * step(max(land.r, land.g), level.y) * step(0.0, d.y);
    float twinkle = 0.7 + 0.3 * sin(frame.time * (1.0 + 2.0 * luck.y) + luck.y * 400.0);
    twinkle += 1.4 * frame.heard_hat * step(0.6, fract(luck.y * 53.0));
    float b = luck.x * luck.x;
    b *= b;
    shine = b * b * (0.30 + 2.2 * luck.y * luck.y) * twinkle * clear * brightness * (STAR * STAR) / (radius * radius);
}
#endif

#ifdef FRAGMENT_STAGE
in float shine;
out vec4 colour;

void main() {
    vec2 p = gl_PointCoord * 2.0 - 1.0;
    colour = vec4(frame.light * (shine * max(exp2(-5.2 * dot(p, p)) - 0.03, 0.0)), 0.0);
}
#endif
