"""What the face bench measures the terminal against: OpenCV's own FaceDetectorYN and
FaceRecognizerSF, or ONNX Runtime with the same two models and a decoder in numpy.

One request per line on standard input, one answer per line on standard output; the bench decides
whose turn it is. Usage: peers.py opencv|onnxruntime MODELS THREADS
"""
import os
import resource
import sys
import time

import cv2
import numpy as np

who, models, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
detector_file = os.path.join(models, "face_detection_yunet_2023mar.onnx")
embedder_file = os.path.join(models, "face_recognition_sface_2021dec.onnx")
cv2.setNumThreads(threads)

WIDTH, HEIGHT = 320, 256
STRIDES = (8, 16, 32)


def shrunk(frame):
    """The frame in the detector's size, black below, and how much it was shrunk."""
    scale = min(WIDTH / frame.shape[1], HEIGHT / frame.shape[0])
    size = (round(frame.shape[1] * scale), round(frame.shape[0] * scale))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    padded = cv2.copyMakeBorder(small, 0, HEIGHT - size[1], 0, WIDTH - size[0], cv2.BORDER_CONSTANT)
    return padded, scale


class OpenCV:
    def __init__(self):
        self.detector = cv2.FaceDetectorYN.create(detector_file, "", (WIDTH, HEIGHT), 0.6, 0.3)
        self.recognizer = cv2.FaceRecognizerSF.create(embedder_file, "")

    def detect(self, frame):
        picture, scale = shrunk(frame)
        faces = self.detector.detect(picture)[1]
        largest = max(faces, key=lambda face: face[2] * face[3]).copy()
        largest[:14] /= scale
        return largest

    def align(self, frame, face):
        return self.recognizer.alignCrop(frame, face)

    def embed(self, upright):
        feature = self.recognizer.feature(upright)[0].copy()
        return feature / np.linalg.norm(feature)


class OnnxRuntime:
    def __init__(self):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = lambda file: onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        self.detector, self.embedder = session(self.resized()), session(embedder_file)

    def resized(self):
        """The detector's file for pictures of our size: the declared sizes in it replaced."""
        import onnx

        model = onnx.load(detector_file)
        dims = model.graph.input[0].type.tensor_type.shape.dim
        dims[2].dim_value, dims[3].dim_value = HEIGHT, WIDTH
        for output in model.graph.output:
            output.type.tensor_type.ClearField("shape")
        del model.graph.value_info[:]
        return model.SerializeToString()

    def detect(self, frame):
        picture, scale = shrunk(frame)
        blob = picture.transpose(2, 0, 1)[None].astype(np.float32)
        outputs = self.detector.run(None, {"input": np.ascontiguousarray(blob)})
        best = None
        for level, stride in enumerate(STRIDES):
            score = np.sqrt(outputs[level][0, :, 0].clip(0, 1) * outputs[3 + level][0, :, 0].clip(0, 1))
            for cell in np.flatnonzero(score >= 0.6):
                row, column = divmod(int(cell), WIDTH // stride)
                box, points = outputs[6 + level][0, cell], outputs[9 + level][0, cell]
                face = np.empty(15, np.float32)
                face[2:4] = np.exp(box[2:]) * stride
                face[:2] = (np.array((column, row)) + box[:2]) * stride - face[2:4] / 2
                face[4:14] = ((points.reshape(5, 2) + (column, row)) * stride).ravel()
                face[14] = score[cell]
                if best is None or face[14] > best[14]:
                    best = face
        best[:14] /= scale
        return best

    TEMPLATE = np.array(
        [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
    )

    def align(self, frame, face):
        points = face[4:14].reshape(5, 2).astype(np.float64)
        source, target = points - points.mean(0), self.TEMPLATE - self.TEMPLATE.mean(0)
        spread = (source**2).sum()
        cos = (source * target).sum() / spread
        sin = (source[:, 0] * target[:, 1] - source[:, 1] * target[:, 0]).sum() / spread
        turn = np.array([[cos, -sin], [sin, cos]])
        shift = self.TEMPLATE.mean(0) - turn @ points.mean(0)
        return cv2.warpAffine(frame, np.hstack([turn, shift[:, None]]), (112, 112), flags=cv2.INTER_LINEAR)

    def embed(self, upright):
        blob = upright[:, :, ::-1].transpose(2, 0, 1)[None].astype(np.float32)
        feature = self.embedder.run(None, {"data": np.ascontiguousarray(blob)})[0][0]
        return feature / np.linalg.norm(feature)


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main():
    before = peak()
    if who == "onnxruntime":
        import onnx  # noqa: F401
        import onnxruntime  # noqa: F401
    started = time.perf_counter()
    peer = {"opencv": OpenCV, "onnxruntime": OnnxRuntime}[who]()
    loaded = (time.perf_counter() - started) * 1e3
    frames, found, upright, embedded = [], [], [], []
    for line in sys.stdin:
        request = line.split()
        if request[0] == "frame":
            width, height = int(request[2]), int(request[3])
            rgb = np.fromfile(request[1], np.uint8).reshape(height, width, 3)
            frames.append(np.ascontiguousarray(rgb[:, :, ::-1]))
            found.append(peer.detect(frames[-1]))
            upright.append(peer.align(frames[-1], found[-1]))
            embedded.append(peer.embed(upright[-1]))
            print("taken", flush=True)
        elif request[0] == "run":
            stage, i = request[1], int(request[2])
            cpu, wall = time.process_time(), time.perf_counter()
            if stage == "detect":
                peer.detect(frames[i])
            elif stage == "align":
                peer.align(frames[i], found[i])
            elif stage == "embed":
                peer.embed(upright[i])
            else:
                face = peer.detect(frames[i])
                float(peer.embed(peer.align(frames[i], face)) @ embedded[0])
            print((time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3, flush=True)
        elif request[0] == "landmarks":
            print(*found[int(request[1])][4:14], flush=True)
        elif request[0] == "score":
            print(float(embedded[int(request[1])] @ embedded[int(request[2])]), flush=True)
        elif request[0] == "costs":
            print(loaded, before, peak(), flush=True)
        elif request[0] == "version":
            import onnxruntime

            print(cv2.__version__ if who == "opencv" else onnxruntime.__version__, flush=True)


main()
