// submerged: the head around the mosaic, out of the portrait of its face: what is beside the face sinks into the water,
// dark. Drawn as a ring, since cells cover the middle. Cost: 2 ms at 1280x720 on two cores.
#include "frame.glsl"
#include "fall.glsl"
#include "face_light.glsl"
const vec2 FIELD = vec2(1.15, 1.65);  // m, HALF_SIZE of places/face/relief.py
#ifdef VERTEX_STAGE
in vec2 spot;   // m
uniform vec3 skin;  // its colour
out vec2 place;
out float come;  // how far it has come out of the dark, 0 to 1
flat out vec3 flesh;

void main() {
    place = spot;
    come = smoothstep(0.0, 2.8, frame.act_time - 1.1 - 1.9 * length(vec2(place.x, 0.75 * (place.y - 0.1))));
    vec3 moonlit = dot(skin, vec3(0.3, 0.5, 0.2)) * (frame.light * 0.75 + frame.dominant * 0.55);
    flesh = mix(skin, moonlit, 0.45) * 0.7;
    gl_Position = frame.view_projection * vec4(spot, 0.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D portrait;  // normal x and y, openness to the light (0 beside the head), inside and lips
uniform vec2 seam;
in vec2 place;
in float come;
flat in vec3 flesh;
out vec4 colour;

void main() {
    vec4 seen = from_portrait(texture(portrait, 0.5 + 0.5 * place / FIELD));
    float facing = sqrt(max(1.0 - dot(seen.xy, seen.xy), 0.0));
    vec2 off = (place - vec2(0.0, -0.05)) / vec2(1.06, 1.52);
    float deep = dot(off, off);
    float away = 1.0 - facing;
    vec3 sky = mix(frame.dominant + frame.counter * 0.3, frame.other * 0.8 + frame.dominant * 0.3,
        smoothstep(-0.4, 0.4, dot(seen.xy, seam)));
    vec3 c = flesh * light_on(vec3(seen.xy, facing), seen.z) + sky * (0.02 + 0.35 * away * away) * seen.z;
    c *= 1.0 - 0.9 * smoothstep(0.24, 0.90, deep);
    float alpha = smoothstep(0.0, 0.30, seen.z) * fall(0.55, 1.05, deep) * come;
    colour = vec4(c * alpha, alpha);
}
#endif
