/*{
    "ISFVSN": "2",
    "DESCRIPTION": "Silk that breathes under moving light; what is heard swells it",
    "CREDIT": "dreamscape, MIT",
    "CATEGORIES": ["Generator"],
    "INPUTS": [
        {"NAME": "flow", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0.0, "MAX": 2.0, "LABEL": "how fast it moves"},
        {"NAME": "folds", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.4, "MAX": 2.5, "LABEL": "how many folds"},
        {"NAME": "sheen", "TYPE": "float", "DEFAULT": 0.8, "MIN": 0.0, "MAX": 2.0, "LABEL": "how bright its edges shine"},
        {"NAME": "lamp", "TYPE": "point2D", "DEFAULT": [0.72, 0.78], "MIN": [0, 0], "MAX": [1, 1], "LABEL": "the light"},
        {"NAME": "deep", "TYPE": "color", "DEFAULT": [0.004, 0.008, 0.03, 1.0], "LABEL": "the shade"},
        {"NAME": "cloth", "TYPE": "color", "DEFAULT": [0.03, 0.16, 0.42, 1.0], "LABEL": "the cloth"},
        {"NAME": "gleam", "TYPE": "color", "DEFAULT": [1.0, 0.68, 0.32, 1.0], "LABEL": "the gleam"},
        {"NAME": "bands", "TYPE": "audioFFT", "MAX": 16}
    ]
}*/

// The height of the cloth: a plane whose place is bent by itself again and again, so that folds lie in folds.
float height(vec2 at, float now) {
    float sum = 0.0, weight = 0.6;
    for (int i = 0; i < 6; i++) {
        float turn = 0.9 + 1.7 * float(i);
        at += 0.8 * sin(at.yx * 0.9 + now * (0.4 + 0.11 * float(i)) + turn);
        at = mat2(0.8, 0.6, -0.6, 0.8) * at * 1.35;
        float fold = sin(at.x);
        sum += weight * (i < 3 ? fold : 1.0 - 2.0 * abs(fold) * sqrt(abs(fold)));  // the fine ones have sharp backs
        weight *= i < 2 ? 0.55 : 0.42;
    }
    return sum;
}

void main() {
    float aspect = RENDERSIZE.x / RENDERSIZE.y;
    vec2 at = (isf_FragNormCoord - 0.5) * vec2(aspect, 1.0);
    float now = TIME * flow, heard = IMG_NORM_PIXEL(bands, vec2(0.03, 0.5)).r;
    vec2 place = mat2(0.86, -0.5, 0.5, 0.86) * at * vec2(1.5, 3.1) * folds + vec2(7.1 + 0.07 * now, 2.6 - 0.05 * now);
    const float e = 0.004;
    float h = height(place, now);
    vec2 slope = (vec2(height(place + vec2(e, 0.0), now), height(place + vec2(0.0, e), now)) - h) / e;
    vec3 normal = normalize(vec3(-slope * (0.24 + 0.1 * heard), 1.0));

    vec3 light = normalize(vec3((lamp - 0.5) * vec2(aspect, 1.0) - at, 0.5));
    vec3 halfway = normalize(light + vec3(0.0, 0.0, 1.0));
    float lit = max(dot(normal, light), 0.0);
    float along = dot(normal.xy, vec2(0.6, -0.8));  // satin shines across its threads
    float satin = exp(-9.0 * along * along) * lit * lit;
    float spark = pow(max(dot(normal, halfway), 0.0), 60.0);
    float hollow = smoothstep(-1.1, 0.9, h);  // what lies deep is in the shade of what lies high

    vec3 colour = mix(deep.rgb, cloth.rgb, lit * lit * hollow);
    colour += cloth.rgb * vec3(0.5, 0.9, 1.3) * satin * hollow * 0.6;
    colour += gleam.rgb * sheen * (1.4 * spark + 0.16 * pow(1.0 - normal.z, 3.0) * lit) * hollow * (1.0 + heard);
    colour += gleam.rgb * vec3(0.6, 0.14, 0.3) * 0.5 * smoothstep(0.5, 1.5, h) * lit;
    colour *= exp(-0.9 * dot(at, at));
    colour = 1.0 - exp(-2.0 * colour);  // bright light loses colour gently
    float grain = fract(dot(fract(gl_FragCoord.xy * vec2(0.7548777, 0.5698403)), vec2(1.0)));  // against bands
    gl_FragColor = vec4(pow(colour, vec3(1.0 / 1.9)) + (grain - 0.5) / 255.0, 1.0);
}
